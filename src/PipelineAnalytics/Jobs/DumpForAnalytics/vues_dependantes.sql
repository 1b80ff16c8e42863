-- $1 objects of the mirror (oids of relations, types and routines): views of others that are defined by them, directly or
-- through views, the farthest first.
with recursive dependant (vue, distance) as (
  select r.ev_class, 1
  from pg_depend d
  join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
  where r.ev_class <> all ($1)
    and (d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass) and d.refobjid = any ($1)
         or d.refclassid = 'pg_type'::regclass and d.refobjid in (
              select t.oid from pg_type t left join pg_type e on e.oid = t.typelem
              where t.oid = any ($1) or t.typrelid = any ($1) or e.oid = any ($1) or e.typrelid = any ($1)))
  union
  select r.ev_class, p.distance + 1
  from dependant p
  join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = p.vue and d.classid = 'pg_rewrite'::regclass
  join pg_rewrite r on r.oid = d.objid and r.ev_class <> p.vue
  where r.ev_class <> all ($1) and p.distance < 100
)
select format('%I.%I', n.nspname, c.relname), case c.relkind when 'm' then 'materialized view' else 'view' end, c.relkind = 'm' and c.relispopulated,
       case when not pg_has_role(c.relowner, 'usage') then pg_get_userbyid(c.relowner)::text end as autre_proprietaire
from dependant d
join pg_class c on c.oid = d.vue
join pg_namespace n on n.oid = c.relnamespace
group by n.nspname, c.relname, c.relkind, c.relispopulated, c.relowner
order by max(d.distance) desc, 1
