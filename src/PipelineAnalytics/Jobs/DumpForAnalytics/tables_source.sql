-- Tables of production that can be mirrored, with their size in bytes and the planner's idea of their rows.
select c.relname::text, pg_table_size(c.oid), greatest(c.reltuples, 0)::bigint
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
order by c.relname
