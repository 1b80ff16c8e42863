-- Puts the enriched events where they stay. The partitions of their weeks are there already.
delete from pipeline.evenement_engagement_a_enrichir e
using evenement_a_cumuler c
where c.id = e.id;

insert into public.evenement_engagement select * from evenement_a_cumuler;

insert into pipeline.evenement_sans_semaine (id)
select id from evenement_a_cumuler where semaine is null;

insert into pipeline.semaine as s (semaine, nb_evenements, changement)
select semaine, count(*), (select nextval('pipeline.changement'))
from evenement_a_cumuler
where semaine is not null
group by semaine
on conflict (semaine) do update set nb_evenements = s.nb_evenements + excluded.nb_evenements, changement = excluded.changement;
