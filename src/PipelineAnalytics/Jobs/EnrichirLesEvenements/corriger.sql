-- Counts anew what derives from the events of the weeks and users in pipeline.correction. Adding them up again is left to
-- cumuler.sql and analystes.sql, over the two views made here: the weeks of each user for the first, all his events for the second.
create temp table corrige (semaine date, id_utilisateur varchar) on commit drop;
with pris as (delete from pipeline.correction returning semaine, id_utilisateur)
insert into corrige select distinct semaine, id_utilisateur from pris;
analyze corrige;

delete from pipeline.activite_hebdo a
using corrige c
where a.semaine = c.semaine and a.id_utilisateur = c.id_utilisateur;

delete from public.evenement_engagement_jeune j
where j.id_utilisateur in (select id_utilisateur from corrige);

delete from pipeline.conseiller_ae a
where a.id_utilisateur in (select id_utilisateur from corrige);

insert into pipeline.semaine (semaine, nb_evenements, changement)
select c.semaine, (select count(*) from public.evenement_engagement e where e.semaine = c.semaine), (select nextval('pipeline.changement'))
from (select distinct semaine from corrige where semaine is not null) c
on conflict (semaine) do update set nb_evenements = excluded.nb_evenements, changement = excluded.changement;
