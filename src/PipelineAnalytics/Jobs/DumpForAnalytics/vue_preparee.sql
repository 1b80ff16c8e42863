-- $1 a materialized view, $2 objects that are going: whether the first is defined by none of these, nor by a function, whose text may name them.
select not exists (
  select
  from pg_depend d
  join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
  where r.ev_class = to_regclass($1)
    and (d.refobjid = any ($2) or d.refclassid = 'pg_proc'::regclass and d.refobjid >= 16384
         and not exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = d.refobjid and e.deptype = 'e'))
)
