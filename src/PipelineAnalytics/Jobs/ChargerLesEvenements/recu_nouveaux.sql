-- $1 zone, $2 analytics' highest id before the load, null when it had none: what analytics has beyond it, after the load, by day, as in empreintes_source.sql.
-- By itself and not in recu_analytics.sql: a statement that reads a temporary table is never spread over workers.
with par_jour as (
  select pipeline.jour_local(date_evenement, $1) as jour,
         count(*) as nb_evenements,
         sum(id)::numeric as somme,
         sum(pipeline.melange(id))::numeric as empreinte
  from public.evenement_engagement
  where $2::bigint is null or id > $2::bigint
  group by 1
)
select null::bigint as bloc, coalesce(jour::text, '') as jour, nb_evenements, somme, empreinte
from par_jour
