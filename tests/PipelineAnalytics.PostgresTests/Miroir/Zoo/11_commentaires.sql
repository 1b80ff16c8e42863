-- A comment on everything that can have one; pg_dump itself writes those on an inherited constraint that is not valid where it is not yet.
do $do$
declare
  o record;
begin
  for o in
    select i.type, i.identity
    from (
      select 'pg_class'::regclass as classid, oid as objid, 0 as objsubid from pg_class where relnamespace = 'public'::regnamespace
      union all select 'pg_class'::regclass, attrelid, attnum from pg_attribute a join pg_class c on c.oid = attrelid where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'c') and attnum > 0 and not attisdropped
      union all select 'pg_type'::regclass, t.oid, 0 from pg_type t left join pg_class c on c.oid = typrelid where typnamespace = 'public'::regnamespace and typcategory <> 'A' and coalesce(relkind, 'c') = 'c'
      union all select 'pg_proc'::regclass, oid, 0 from pg_proc where pronamespace = 'public'::regnamespace
      union all select 'pg_operator'::regclass, oid, 0 from pg_operator where oprnamespace = 'public'::regnamespace
      union all select 'pg_opclass'::regclass, oid, 0 from pg_opclass where opcnamespace = 'public'::regnamespace
      union all select 'pg_opfamily'::regclass, oid, 0 from pg_opfamily where opfnamespace = 'public'::regnamespace
      union all select 'pg_collation'::regclass, oid, 0 from pg_collation where collnamespace = 'public'::regnamespace
      union all select 'pg_conversion'::regclass, oid, 0 from pg_conversion where connamespace = 'public'::regnamespace
      union all select 'pg_ts_config'::regclass, oid, 0 from pg_ts_config where cfgnamespace = 'public'::regnamespace
      union all select 'pg_ts_dict'::regclass, oid, 0 from pg_ts_dict where dictnamespace = 'public'::regnamespace
      union all select 'pg_statistic_ext'::regclass, oid, 0 from pg_statistic_ext where stxnamespace = 'public'::regnamespace
      union all select 'pg_constraint'::regclass, oid, 0 from pg_constraint where connamespace = 'public'::regnamespace and contype <> 't' and (convalidated or coninhcount = 0)
      union all select 'pg_trigger'::regclass, t.oid, 0 from pg_trigger t where not tgisinternal
      union all select 'pg_rewrite'::regclass, r.oid, 0 from pg_rewrite r join pg_class c on c.oid = ev_class where relnamespace = 'public'::regnamespace and rulename <> '_RETURN'
    ) u, pg_identify_object(classid, objid, objsubid) i
    where not exists (select from pg_depend d where d.classid = u.classid and d.objid = u.objid and d.deptype in ('e', 'P'))
      and not exists (select from pg_depend d where d.classid = u.classid and d.objid = u.objid and d.deptype = 'i' and u.classid in ('pg_trigger'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass))
  loop
    execute format('comment on %s %s is %L',
      case o.type when 'table column' then 'column' when 'view column' then 'column' when 'materialized view column' then 'column' when 'composite type column' then 'column' when 'composite type' then 'type'
        when 'table constraint' then 'constraint' when 'domain constraint' then 'constraint' when 'statistics object' then 'statistics' else o.type end,
      case o.type when 'domain constraint' then replace(o.identity, ' on ', ' on domain ') else o.identity end,
      E'L''objet "' || o.identity || E'", c:\\objets ; $$ -- é 🦊\n\\.\n' || o.type);
  end loop;
end $do$;
comment on schema public is 'L''application';
