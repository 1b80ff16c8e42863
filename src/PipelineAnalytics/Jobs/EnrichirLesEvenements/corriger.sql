-- Takes the notes of pipeline.correction up: what derives from the events of these weeks and users is taken away, to be counted
-- anew from the events that are there (by week for the rollups, all of a user's events for what analysts read of him).
create temp table corrige (semaine date, id_utilisateur varchar, ecart bigint) on commit drop;
with pris as (delete from pipeline.correction returning semaine, id_utilisateur, ecart)
insert into corrige select semaine, id_utilisateur, sum(ecart) from pris group by semaine, id_utilisateur;
analyze corrige;

delete from public.evenement_engagement_jeune j
where j.id_utilisateur in (select id_utilisateur from corrige);

delete from pipeline.conseiller_ae a
where a.id_utilisateur in (select id_utilisateur from corrige);

insert into pipeline.semaine as s (semaine, nb_evenements, changement)
select semaine, sum(ecart), (select nextval('pipeline.changement')) from corrige where semaine is not null group by semaine
on conflict (semaine) do update set nb_evenements = s.nb_evenements + excluded.nb_evenements, changement = excluded.changement;
