-- $1 a schema, $2 another: everything in the first that is moved as a whole (indexes, triggers, owned sequences and row types go
-- with their table), with the statement that moves it. What belongs to an extension stays where the extension is.
-- Names in the statements are those before the move: routines and operators go first, because their arguments name types.
with objet (classid, objid, ordre) as (
  select 'pg_proc'::regclass::oid, oid, 1 from pg_proc where pronamespace = to_regnamespace($1)
  union all select 'pg_operator'::regclass, oid, 1 from pg_operator where oprnamespace = to_regnamespace($1)
  union all select 'pg_opclass'::regclass, oid, 1 from pg_opclass where opcnamespace = to_regnamespace($1)
  union all select 'pg_opfamily'::regclass, oid, 1 from pg_opfamily where opfnamespace = to_regnamespace($1)
  union all select 'pg_collation'::regclass, oid, 1 from pg_collation where collnamespace = to_regnamespace($1)
  union all select 'pg_conversion'::regclass, oid, 1 from pg_conversion where connamespace = to_regnamespace($1)
  union all select 'pg_ts_config'::regclass, oid, 1 from pg_ts_config where cfgnamespace = to_regnamespace($1)
  union all select 'pg_ts_dict'::regclass, oid, 1 from pg_ts_dict where dictnamespace = to_regnamespace($1)
  union all select 'pg_ts_parser'::regclass, oid, 1 from pg_ts_parser where prsnamespace = to_regnamespace($1)
  union all select 'pg_ts_template'::regclass, oid, 1 from pg_ts_template where tmplnamespace = to_regnamespace($1)
  union all select 'pg_statistic_ext'::regclass, oid, 1 from pg_statistic_ext where stxnamespace = to_regnamespace($1)
  union all
  select 'pg_type'::regclass, t.oid, 2
  from pg_type t
  left join pg_class c on c.oid = t.typrelid
  where t.typnamespace = to_regnamespace($1) and (t.typtype in ('e', 'd', 'r', 'm') or c.relkind = 'c' or t.typtype = 'b' and t.typcategory <> 'A')
  union all
  select 'pg_class'::regclass, c.oid, 3
  from pg_class c
  where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    and not exists (
      select
      from pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and c.relkind = 'S' and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    )
)
select i.type, i.identity, replace(format('alter %s %s set schema %I', i.type,
         -- an aggregate of no argument is written with a star
         case when i.type = 'aggregate' and i.identity like '%()' then left(i.identity, -1) || '*)' else i.identity end, $2::text), 'statistics object', 'statistics') as sql, o.classid = 'pg_class'::regclass as relation, o.objid
from objet o, pg_identify_object(o.classid, o.objid, 0) i
where not exists (select from pg_depend d where d.classid = o.classid and d.objid = o.objid and d.deptype = 'e')
order by o.ordre, o.objid
