-- $1 objects of the mirror (oids of relations, types and routines): what else hangs on them, would fall with them, and can't be made again
-- over others: columns and defaults of tables that are not the mirror's. Views, routines and foreign keys are not listed: these can.
-- The mirror before the last one is dropped before the exchange.
select distinct pg_describe_object(d.classid, d.objid, d.objsubid) || ', on ' || pg_describe_object(d.refclassid, d.refobjid, 0)
from pg_depend d
left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
left join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and f.oid = d.objid
left join pg_class t on t.oid = coalesce(f.adrelid, c.oid)
where d.deptype = 'n' and t.relnamespace is distinct from to_regnamespace('pipeline_miroir_precedent')
  and (d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass) and d.refobjid = any ($1)
       or d.refclassid = 'pg_type'::regclass and (d.refobjid = any ($1) or exists (
            select from pg_type t left join pg_type e on e.oid = t.typelem where t.oid = d.refobjid and (t.typrelid = any ($1) or e.oid = any ($1) or e.typrelid = any ($1)))))
  and (   c.relkind in ('r', 'p', 'f') and c.oid <> all ($1)
       or f.adrelid <> all ($1))
