-- Which object of a database is defined by which other: what belongs to a table (column, default, constraint, index, trigger, owned sequence, row
-- type) speaks for its table, an array for its element. Foreign keys are left out where a table that stays can be given them again;
-- those of partitioned tables can't be, and count. Partitions and their table hang together, both ways.
with maitre (classid, objid, m_classid, m_objid) as (
  select 'pg_class'::regclass::oid, i.indexrelid, 'pg_class'::regclass::oid, i.indrelid from pg_index i
  union all
  select 'pg_attrdef'::regclass, d.oid, 'pg_class'::regclass, d.adrelid from pg_attrdef d
  union all
  select 'pg_constraint'::regclass, k.oid, case when k.conrelid <> 0 then 'pg_class'::regclass else 'pg_type'::regclass end, case when k.conrelid <> 0 then k.conrelid else k.contypid end
  from pg_constraint k
  left join pg_class c on c.oid = k.conrelid
  where k.contype <> 'f' or c.relkind = 'p' or c.relispartition
  union all
  select 'pg_trigger'::regclass, t.oid, 'pg_class'::regclass, t.tgrelid from pg_trigger t where not t.tgisinternal
  union all
  select 'pg_rewrite'::regclass, r.oid, 'pg_class'::regclass, r.ev_class from pg_rewrite r
  union all
  select 'pg_statistic_ext'::regclass, s.oid, 'pg_class'::regclass, s.stxrelid from pg_statistic_ext s
  union all
  select 'pg_type'::regclass, t.oid, 'pg_class'::regclass, t.typrelid from pg_type t join pg_class c on c.oid = t.typrelid and c.relkind <> 'c'
  union all
  select 'pg_class'::regclass, c.oid, 'pg_type'::regclass, c.reltype from pg_class c where c.relkind = 'c'
  union all
  select 'pg_type'::regclass, a.oid, case when c.oid is null then 'pg_type'::regclass else 'pg_class'::regclass end, coalesce(c.oid, e.oid)
  from pg_type a
  join pg_type e on e.oid = a.typelem and e.typarray = a.oid
  left join pg_class c on c.oid = e.typrelid and c.relkind <> 'c'
  union all
  select 'pg_class'::regclass, s.oid, 'pg_class'::regclass, d.refobjid
  from pg_class s
  join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.oid and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
  where s.relkind = 'S'
)
select distinct coalesce(a.m_classid, d.classid), coalesce(a.m_objid, d.objid), coalesce(b.m_classid, d.refclassid), coalesce(b.m_objid, d.refobjid)
from pg_depend d
left join maitre a on (a.classid, a.objid) = (d.classid, d.objid)
left join maitre b on (b.classid, b.objid) = (d.refclassid, d.refobjid)
where d.deptype in ('n', 'a', 'i') and d.refobjid >= 16384 and d.refclassid <> 'pg_namespace'::regclass and d.refclassid <> 'pg_extension'::regclass
  and (coalesce(a.m_classid, d.classid), coalesce(a.m_objid, d.objid)) <> (coalesce(b.m_classid, d.refclassid), coalesce(b.m_objid, d.refobjid))
union
select 'pg_class'::regclass, h.inhparent, 'pg_class'::regclass, h.inhrelid from pg_inherits h
union
-- what goes where its table, or its range, goes, and is yet an object of its own in their schema: statistics, multiranges, constructors of
-- ranges; and a column's sequence, which has a definition of its own
select 'pg_class'::regclass, s.stxrelid, 'pg_statistic_ext'::regclass, s.oid from pg_statistic_ext s
union
select 'pg_type'::regclass, r.rngtypid, 'pg_type'::regclass, m.multi
from pg_range r
cross join lateral (select (to_jsonb(r) ->> 'rngmultitypid')::oid as multi) m
where m.multi is not null
union
select 'pg_type'::regclass, d.refobjid, 'pg_proc'::regclass, d.objid
from pg_depend d
where d.classid = 'pg_proc'::regclass and d.refclassid = 'pg_type'::regclass and d.deptype = 'i'
union
select 'pg_class'::regclass, d.refobjid, 'pg_class'::regclass, d.objid
from pg_depend d
join pg_class s on s.oid = d.objid and s.relkind = 'S'
where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
