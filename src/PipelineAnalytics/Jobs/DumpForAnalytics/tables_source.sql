-- Tables of production, with their size in bytes, the planner's idea of their rows, whether they are foreign (their server is
-- not of this database), and whether they stand alone: nothing else is defined by them, so that pg_dump may pass them by
-- without leaving a reference to what is not there; with their own sequences.
select c.relname::text,
       case when c.relkind = 'r' then pg_table_size(c.oid) else 0 end,
       greatest(c.reltuples, 0)::bigint,
       c.relkind = 'f' as etrangere,
       not exists (
         select
         from pg_depend d
         left join pg_constraint k on d.classid = 'pg_constraint'::regclass and k.oid = d.objid
         left join pg_class i on d.classid = 'pg_class'::regclass and i.oid = d.objid
         left join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and f.oid = d.objid
         where d.deptype = 'n'
           and (d.classid in ('pg_rewrite'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass) or k.conrelid <> c.oid or i.relkind in ('r', 'p', 'f', 'c') or f.adrelid <> c.oid)
           and (d.refclassid = 'pg_class'::regclass and (d.refobjid = c.oid or d.refobjid in (
                  select s.objid from pg_depend s where s.classid = 'pg_class'::regclass and s.refclassid = 'pg_class'::regclass and s.refobjid = c.oid and s.refobjsubid > 0 and s.deptype in ('a', 'i')))
                or d.refclassid = 'pg_type'::regclass and d.refobjid in (select unnest(array[t.oid, t.typarray]) from pg_type t where t.oid = c.reltype))
       ) and not exists (select from pg_trigger g where g.tgconstrrelid = c.oid and g.tgrelid <> c.oid and not g.tgisinternal)
         and not exists (select from pg_inherits h where c.oid in (h.inhrelid, h.inhparent)) as seule,
       array(
         select s.relname::text
         from pg_depend d
         join pg_class s on s.oid = d.objid and s.relkind = 'S'
         where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid > 0 and d.deptype in ('a', 'i')
       ) as sequences,
       c.relfilenode::bigint,
       c.oid
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
order by c.relname
