-- $1 objects of the mirror (oids of relations, types and routines): what else hangs on them and would fall with them.
-- Views are not listed: they are made again.
select distinct pg_describe_object(d.classid, d.objid, d.objsubid) || ', on ' || pg_describe_object(d.refclassid, d.refobjid, 0)
from pg_depend d
left join pg_constraint k on d.classid = 'pg_constraint'::regclass and k.oid = d.objid
left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
left join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and f.oid = d.objid
where d.deptype = 'n'
  and (d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass) and d.refobjid = any ($1)
       or d.refclassid = 'pg_type'::regclass and (d.refobjid = any ($1) or exists (
            select from pg_type t left join pg_type e on e.oid = t.typelem where t.oid = d.refobjid and (t.typrelid = any ($1) or e.oid = any ($1) or e.typrelid = any ($1)))))
  and (   k.contype = 'f' and k.conrelid <> all ($1)
       or d.classid = 'pg_proc'::regclass and d.objid <> all ($1)
       or c.relkind in ('r', 'p', 'f') and c.oid <> all ($1)
       or f.adrelid <> all ($1))
