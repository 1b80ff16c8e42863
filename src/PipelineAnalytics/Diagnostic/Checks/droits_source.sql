-- $1 tables of public that pg_dump or a copy reads: those that this user may not read, and why; sequences likewise.
select n.nspname::text, 'schema'
from pg_namespace n
where n.nspname = 'public' and not has_schema_privilege(n.oid, 'usage')
union all
select c.relname::text, 'select'
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname = any ($1 || 'evenement_engagement_hebdo'::text)
  and not has_table_privilege(c.oid, 'select')
union all
select c.relname::text, 'policy'
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname = any ($1 || 'evenement_engagement_hebdo'::text)
  and row_security_active(c.oid)
union all
select c.relname::text, 'sequence'
from pg_class c
where c.relnamespace = 'public'::regnamespace and case when c.relkind = 'S' then not has_sequence_privilege(c.oid, 'select') end
  and not exists (select from pg_depend d join pg_class t on t.oid = d.refobjid where d.objid = c.oid and d.deptype in ('a', 'i') and t.relname <> all ($1))
union all
select r.rolname::text, 'superuser'
from pg_roles r
where r.rolname = current_user and r.rolsuper
