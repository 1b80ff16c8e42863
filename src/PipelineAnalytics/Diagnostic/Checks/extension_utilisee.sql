-- $1 an extension, $2 the tables that are mirrored: what of public is defined by it, tables that are left out apart.
select distinct o.identity
from pg_extension e
join pg_depend m on m.refclassid = 'pg_extension'::regclass and m.refobjid = e.oid and m.deptype = 'e'
join pg_depend d on (d.refclassid, d.refobjid) = (m.classid, m.objid) and d.deptype in ('n', 'a', 'i')
left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
left join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and f.oid = d.objid
left join pg_constraint k on d.classid = 'pg_constraint'::regclass and k.oid = d.objid
left join pg_trigger g on d.classid = 'pg_trigger'::regclass and g.oid = d.objid
left join pg_index i on d.classid = 'pg_class'::regclass and i.indexrelid = d.objid
left join pg_class c on c.oid = coalesce(r.ev_class, f.adrelid, k.conrelid, g.tgrelid, i.indrelid, case when d.classid = 'pg_class'::regclass then d.objid end)
left join pg_proc p on d.classid = 'pg_proc'::regclass and p.oid = d.objid
left join pg_type t on d.classid = 'pg_type'::regclass and t.oid = d.objid
cross join lateral pg_identify_object(case when c.oid is not null then 'pg_class'::regclass::oid else d.classid end, coalesce(c.oid, d.objid), 0) o
where e.extname = $1
  and coalesce(c.relnamespace, p.pronamespace, t.typnamespace) = 'public'::regnamespace
  and (c.oid is null or c.relkind not in ('r', 'p', 'f') or c.relname = any ($2))
  and not exists (select from pg_depend x where (x.classid, x.objid) = (d.classid, d.objid) and x.deptype = 'e')
order by 1
