-- $1 schema of the copy, $2 those that production has not filled: the materialized views to fill, in an order in which each can be.
select c.oid::regclass::text from pg_class c where c.relnamespace = to_regnamespace($1) and c.relkind = 'm' and c.relname <> all ($2) order by c.oid
