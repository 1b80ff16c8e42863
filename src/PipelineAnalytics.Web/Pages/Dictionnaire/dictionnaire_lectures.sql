-- Ce que lisent les vues SQL de public.
-- Une ligne par vue SQL ou matérialisée et relation qu'elle lit, d'après les dépendances que tient le serveur.
select distinct v.relname::text as lecteur, n.nspname::text as schema, l.relname::text as lue
from pg_catalog.pg_class v
join pg_catalog.pg_rewrite r on r.ev_class = v.oid
join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> v.oid
join pg_catalog.pg_class l on l.oid = d.refobjid and l.relkind in ('r', 'p', 'v', 'm', 'f')
join pg_catalog.pg_namespace n on n.oid = l.relnamespace
where v.relnamespace = 'public'::regnamespace and v.relkind in ('v', 'm')
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = v.oid and e.deptype = 'e')
order by 1, 2, 3;
