-- $1 zone, $2 analytics' highest id before the load: what analytics has beyond it, after the load, by day, as in empreintes_source.sql.
-- By itself and not in recu_analytics.sql: a statement that reads a temporary table is never spread over workers.
with par_jour as (
  select (date_evenement at time zone case when date_evenement between '4714-11-25 00:00+00 BC' and '294276-12-31 00:00+00' then $1 else 'UTC' end)::date as jour,
         count(*) as nb_evenements,
         sum(id)::numeric as somme,
         sum(((id & 65535) * 86980551294885) # ((id & 65535) * 86980551294885 >> 29))::numeric as empreinte
  from public.evenement_engagement
  where id > $2
  group by 1
)
select null::bigint as bloc, coalesce(jour::text, '') as jour, nb_evenements, somme, empreinte
from par_jour
