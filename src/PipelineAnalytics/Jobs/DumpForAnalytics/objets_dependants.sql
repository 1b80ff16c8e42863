-- $1 objects of the mirror (oids of relations, types and routines): views and routines of others that are defined by them, directly or
-- through each other, the farthest first, with what makes a routine again (pg_dump tells it of views).
with recursive lien (classid, objid, refclassid, refobjid) as (
  -- a view's rule speaks for the view, the type of a table's rows for the table, an array for its element
  select case when r.oid is null then d.classid else 'pg_class'::regclass::oid end, coalesce(r.ev_class, d.objid),
         case when t.relation is null then d.refclassid else 'pg_class'::regclass::oid end, coalesce(t.relation, t.element, d.refobjid)
  from pg_depend d
  left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
  left join (
    select t.oid, coalesce(c.oid, ec.oid) as relation, e.oid as element
    from pg_type t
    left join pg_class c on c.oid = t.typrelid and c.relkind <> 'c'
    left join pg_type e on e.oid = t.typelem and e.typarray = t.oid
    left join pg_class ec on ec.oid = e.typrelid and ec.relkind <> 'c'
  ) t on d.refclassid = 'pg_type'::regclass and t.oid = d.refobjid
  where d.deptype = 'n' and (d.classid = 'pg_proc'::regclass or r.oid is not null)
), dependant (classid, objid, distance) as (
  select l.classid, l.objid, 1
  from lien l
  where l.refobjid = any ($1) and l.objid <> all ($1) and l.refclassid in ('pg_class'::regclass, 'pg_type'::regclass, 'pg_proc'::regclass)
  union
  select l.classid, l.objid, p.distance + 1
  from dependant p
  join lien l on (l.refclassid, l.refobjid) = (p.classid, p.objid) and (l.classid, l.objid) <> (p.classid, p.objid)
  where l.objid <> all ($1) and p.distance < 100
), objet as (
  select classid, objid, max(distance) as distance from dependant group by 1, 2
)
select format('%I.%I', n.nspname, c.relname) as nom,
       case c.relkind when 'm' then 'materialized view' else 'view' end as genre,
       c.relkind = 'm' and c.relispopulated as remplie,
       case when not pg_has_role(c.relowner, 'usage') then pg_get_userbyid(c.relowner)::text end as autre_proprietaire,
       null as definition,
       c.oid,
       quote_ident(n.nspname) as schema,
       quote_ident(c.relname) as relation,
       o.distance
from objet o
join pg_class c on o.classid = 'pg_class'::regclass and c.oid = o.objid
join pg_namespace n on n.oid = c.relnamespace and n.nspname <> 'pipeline_miroir_precedent'
union all
select i.identity,
       case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end,
       false,
       case when not pg_has_role(p.proowner, 'usage') then pg_get_userbyid(p.proowner)::text end,
       case when p.prokind <> 'a' then concat_ws(e'\n;pipeline;\n', pg_get_functiondef(p.oid), format('alter routine %s owner to %I', i.identity, pg_get_userbyid(p.proowner)),
         case when p.proacl is not null then format('revoke all on routine %s from public', i.identity) end,
         (select string_agg(format('grant execute on routine %s to %s', i.identity, case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end) || case when a.is_grantable then ' with grant option' else '' end, e'\n;pipeline;\n') from aclexplode(p.proacl) a),
         case when obj_description(p.oid, 'pg_proc') is not null then format('comment on routine %s is %L', i.identity, obj_description(p.oid, 'pg_proc')) end) end,
       p.oid,
       null,
       null,
       o.distance
from objet o
join pg_proc p on o.classid = 'pg_proc'::regclass and p.oid = o.objid and p.pronamespace is distinct from to_regnamespace('pipeline_miroir_precedent')
cross join lateral pg_identify_object('pg_proc'::regclass, p.oid, 0) i
order by distance desc, nom
