-- $1 zone: what the source holds, by day: how many events, and two sums over their ids that a wrong, missing or doubled id moves.
select coalesce((e.date_evenement at time zone $1)::date::text, '') as jour,
       count(*) as nb_evenements,
       sum(e.id::bigint)::numeric as somme,
       sum((e.id::bigint % 1000003) * (e.id::bigint % 998244353))::numeric as empreinte
from public.evenement_engagement_hebdo e
group by 1
