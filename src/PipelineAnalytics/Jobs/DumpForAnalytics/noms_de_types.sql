-- $1 schema of the new copy, $2 tables that stay: whether a type of the first has the name of one of theirs. PostgreSQL names the type of a table's arrays
-- after it, with as many underscores as make it unique in its schema: here, and there.
select exists (
  select
  from pg_type n
  join pg_type a on a.typname = n.typname and a.typnamespace = 'public'::regnamespace
  left join pg_type e on e.typarray = a.oid
  join pg_class c on c.oid = coalesce(nullif(a.typrelid, 0), e.typrelid)
  where n.typnamespace = to_regnamespace($1) and c.relname = any ($2)
)
