-- $1 first week, $2 last week: those are to be counted anew whose rollups do not hold just the events that there are.
with evenements as (
  select semaine, count(*) as nb, count(id_utilisateur) as nb_de_quelqu_un
  from public.evenement_engagement
  where semaine between $1::text::date and $2::text::date
  group by semaine
), usages as (
  select semaine, sum(nb_evenements) as nb
  from pipeline.usage_hebdo
  where semaine between $1::text::date and $2::text::date
  group by semaine
), activite as (
  select semaine, sum(nb_evenements) as nb
  from pipeline.activite_hebdo
  where semaine between $1::text::date and $2::text::date
  group by semaine
), connue as (
  select semaine, nb_evenements as nb
  from pipeline.semaine
  where semaine between $1::text::date and $2::text::date
)
insert into pipeline.semaine_a_recompter (semaine)
select semaine
from evenements e
full join usages u using (semaine)
full join activite a using (semaine)
full join connue c using (semaine)
where (coalesce(u.nb, 0), coalesce(a.nb, 0), coalesce(c.nb, 0)) <> (coalesce(e.nb, 0), coalesce(e.nb_de_quelqu_un, 0), coalesce(e.nb, 0))
on conflict do nothing
