-- $1 schema of the copy: its materialized views, in an order in which each can be filled.
select c.oid::regclass::text from pg_class c where c.relnamespace = to_regnamespace($1) and c.relkind = 'm' order by c.oid
