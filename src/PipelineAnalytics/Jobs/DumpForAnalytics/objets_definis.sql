-- What the schema public holds, each object with a fingerprint of its definition, as the server itself words it: two nights with the
-- same fingerprint have the same definition. Null where this query does not know the kind (operators, collations, text search), and for
-- views, whose words the server can't tell without a lock on their tables: such a definition is never taken for unchanged.
--
-- A table's definition is all that is part of it: columns (by number, so that one dropped and added again is another), defaults,
-- constraints, indexes, triggers, rules, statistics, comments.
-- Read without a lock on any of the tables.
with dans_public as (
  select 'pg_class'::regclass::oid as classid, c.oid as objid, c.relkind::text as genre
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  union all
  select 'pg_type'::regclass, t.oid, t.typtype::text
  from pg_type t
  left join pg_class c on c.oid = t.typrelid
  where t.typnamespace = 'public'::regnamespace and t.typelem = 0 and (t.typtype <> 'c' or c.relkind = 'c')
  union all
  select 'pg_proc'::regclass, p.oid, p.prokind::text from pg_proc p where p.pronamespace = 'public'::regnamespace
  union all
  select 'pg_operator'::regclass, o.oid, null from pg_operator o where o.oprnamespace = 'public'::regnamespace
  union all
  select 'pg_opclass'::regclass, o.oid, null from pg_opclass o where o.opcnamespace = 'public'::regnamespace
  union all
  select 'pg_opfamily'::regclass, o.oid, null from pg_opfamily o where o.opfnamespace = 'public'::regnamespace
  union all
  select 'pg_collation'::regclass, o.oid, null from pg_collation o where o.collnamespace = 'public'::regnamespace
  union all
  select 'pg_conversion'::regclass, o.oid, null from pg_conversion o where o.connamespace = 'public'::regnamespace
  union all
  select 'pg_ts_config'::regclass, o.oid, null from pg_ts_config o where o.cfgnamespace = 'public'::regnamespace
  union all
  select 'pg_ts_dict'::regclass, o.oid, null from pg_ts_dict o where o.dictnamespace = 'public'::regnamespace
  union all
  select 'pg_statistic_ext'::regclass, o.oid, 'statistiques' from pg_statistic_ext o where o.stxnamespace = 'public'::regnamespace
), partie (objid, texte) as (
  -- each part of a table as one text
  select a.attrelid, format('colonne %s %s %s null %s défaut %s identité %s calculée %s collation %s stockage %s compression %s cible %s options %s ajoutée avec %s : %s',
           a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), not a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated,
           a.attcollation::regcollation, a.attstorage, to_jsonb(a) ->> 'attcompression', a.attstattarget, a.attoptions, a.attmissingval::text, col_description(a.attrelid, a.attnum))
  from pg_attribute a
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  join pg_class c on c.oid = a.attrelid and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'c')
  where a.attnum > 0 and not a.attisdropped
  union all
  select k.conrelid, format('contrainte %s %s : %s', k.conname, pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint')) from pg_constraint k where k.conrelid <> 0
  union all
  select i.indrelid, format('index %s %s %s %s : %s', pg_get_indexdef(i.indexrelid), i.indisclustered, i.indisreplident,
           (select array_agg((x.attnum, x.attstattarget)::text order by x.attnum) from pg_attribute x where x.attrelid = i.indexrelid), obj_description(i.indexrelid, 'pg_class')) from pg_index i join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  union all
  select t.tgrelid, format('déclencheur %s %s : %s', pg_get_triggerdef(t.oid), t.tgenabled, obj_description(t.oid, 'pg_trigger')) from pg_trigger t where not t.tgisinternal
  union all
  select r.ev_class, format('règle %s %s : %s', pg_get_ruledef(r.oid), r.ev_enabled, obj_description(r.oid, 'pg_rewrite')) from pg_rewrite r join pg_class c on c.oid = r.ev_class and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  union all
  select s.stxrelid, format('statistiques %s %s : %s', pg_get_statisticsobjdef(s.oid), s.stxstattarget, obj_description(s.oid, 'pg_statistic_ext')) from pg_statistic_ext s
  union all
  select d.refobjid, format('possède %s %s %s', q.relname, d.refobjsubid, d.deptype)
  from pg_depend d
  join pg_class q on q.oid = d.objid and q.relkind = 'S'
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
  union all
  select h.inhrelid, format('hérite de %s %s', h.inhparent::regclass, h.inhseqno) from pg_inherits h
)
select o.classid,
       o.objid,
       i.type,
       i.identity,
       case
         when o.classid = 'pg_class'::regclass and o.genre = 'S' then (
           select md5(format('%s %s %s %s %s %s %s : %s', s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcache, s.seqcycle, obj_description(o.objid, 'pg_class')))
           from pg_sequence s
           where s.seqrelid = o.objid)
         when o.classid = 'pg_class'::regclass and o.genre in ('r', 'p') then (
           select md5(format('%s %s %s %s %s %s %s %s', c.relkind, c.relpersistence, c.reloptions, (select o.reloptions from pg_class o where o.oid = c.reltoastrelid), c.relreplident, pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), obj_description(c.oid, 'pg_class'))
             || coalesce((select string_agg(p.texte, e'\n' order by p.texte collate "C") from partie p where p.objid = o.objid), ''))
           from pg_class c
           where c.oid = o.objid)
         when o.classid = 'pg_proc'::regclass and o.genre <> 'a' then md5(concat(pg_get_functiondef(o.objid), obj_description(o.objid, 'pg_proc')))
         when o.classid = 'pg_type'::regclass and o.genre in ('e', 'd', 'c', 'r') then (
           select md5(concat_ws(e'\n', t.typtype, format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault, t.typcollation::regcollation, obj_description(t.oid, 'pg_type'),
             (select string_agg(format('%s', e.enumlabel), e'\n' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
             (select string_agg(format('%s %s : %s', k.conname, pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint')), e'\n' order by k.conname) from pg_constraint k where k.contypid = t.oid),
             (select string_agg(p.texte, e'\n' order by p.texte collate "C") from partie p where p.objid = t.typrelid),
             (select format('%s %s %s %s', r.rngsubtype::regtype, r.rngcollation::regcollation, r.rngcanonical, r.rngsubdiff) from pg_range r where r.rngtypid = t.oid)))
           from pg_type t
           where t.oid = o.objid)
         -- told with the table and the range that they belong to
         when o.classid = 'pg_statistic_ext'::regclass or o.classid = 'pg_type'::regclass and o.genre = 'm' then ''
       end as empreinte,
       case when o.classid = 'pg_class'::regclass and o.genre in ('r', 'p') then (select c.relname::text from pg_class c where c.oid = o.objid) end as nom_table,
       coalesce(o.classid = 'pg_class'::regclass and o.genre = 'p', false) as partitionnee
from dans_public o, pg_identify_object(o.classid, o.objid, 0) i
where not exists (select from pg_depend d where d.classid = o.classid and d.objid = o.objid and d.deptype = 'e')
