-- $1 names that the pipeline takes in public: what has them already, whose it is, and whether this user may move it.
select c.relname::text, pg_get_userbyid(c.relowner)::text, pg_has_role(c.relowner, 'usage')
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relname = any ($1)
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
order by 1
