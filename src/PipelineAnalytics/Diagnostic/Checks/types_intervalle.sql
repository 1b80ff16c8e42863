-- Production's own range types.
select t.typname::text
from pg_type t
where t.typnamespace = 'public'::regnamespace and t.typtype = 'r'
  and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
order by 1
