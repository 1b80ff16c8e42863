-- $1 schema of the copy: its tables that hold rows, with the columns that are copied (a generated one is computed).
select c.relname::text, array(
  select a.attname::text
  from pg_attribute a
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  order by a.attnum
)
from pg_class c
where c.relnamespace = to_regnamespace($1) and c.relkind = 'r'
order by c.relname
