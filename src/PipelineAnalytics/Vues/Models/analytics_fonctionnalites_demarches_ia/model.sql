-- Use of features by the jeunes accompanied under DEMARCHES_IA: one row per week, structure, type of user, category, action and name that has events.
-- Events without a structure, and those of PASS_EMPLOI, are left out. A null is a value like another, but for id_utilisateur:
-- an event of nobody counts as an event and not as a user.
-- Only events of jeunes one of whose counsellors, current or initial, has an email that feature_flip tags DEMARCHES_IA. The
-- person is known by id_utilisateur, whatever the event says of its type. Of people who were forgotten, it is kept who was one.
-- Reads public.evenement_engagement, public.jeune, public.conseiller, public.feature_flip, pipeline.oubli_demarches_ia.
-- $1 first Monday, $2 last Monday.
with jeune_demarches_ia as (
  select j.id::text as id
  from public.jeune j
  where exists (
    select
    from public.conseiller c
    join public.feature_flip f on f.email_conseiller::text = c.email::text
    where c.id::text in (j.id_conseiller::text, j.id_conseiller_initial::text) and f.feature_tag::text = 'DEMARCHES_IA'
  )
  union all
  select id_utilisateur from pipeline.oubli_demarches_ia
), par_utilisateur as (
  -- one row per user at the finest level: every count below is of rows, none of distinct values over raw events
  select e.semaine, e.structure, e.type_utilisateur, e.categorie, e.action, e.nom, e.id_utilisateur, count(*) as nb_ae
  from public.evenement_engagement e
  where e.semaine between $1 and $2 and e.structure <> 'PASS_EMPLOI'
    and e.id_utilisateur in (select id from jeune_demarches_ia)
  group by 1, 2, 3, 4, 5, 6, 7
), par_utilisateur_action as (
  select semaine, structure, type_utilisateur, categorie, action, id_utilisateur, sum(nb_ae) as nb_ae
  from par_utilisateur
  group by 1, 2, 3, 4, 5, 6
), par_utilisateur_categorie as (
  select semaine, structure, type_utilisateur, categorie, id_utilisateur, sum(nb_ae) as nb_ae
  from par_utilisateur_action
  group by 1, 2, 3, 4, 5
), par_utilisateur_total as (
  select semaine, structure, type_utilisateur, id_utilisateur, sum(nb_ae) as nb_ae
  from par_utilisateur_categorie
  group by 1, 2, 3, 4
), nom as (
  select semaine, structure, type_utilisateur, categorie, action, nom, sum(nb_ae) as nb_ae, count(id_utilisateur) as nb_users
  from par_utilisateur
  group by 1, 2, 3, 4, 5, 6
), action as (
  select semaine, structure, type_utilisateur, categorie, action, sum(nb_ae) as nb_ae, count(id_utilisateur) as nb_users
  from par_utilisateur_action
  group by 1, 2, 3, 4, 5
), categorie as (
  select semaine, structure, type_utilisateur, categorie, sum(nb_ae) as nb_ae, count(id_utilisateur) as nb_users
  from par_utilisateur_categorie
  group by 1, 2, 3, 4
), total as (
  select semaine, structure, type_utilisateur, sum(nb_ae) as nb_ae, count(id_utilisateur) as nb_users
  from par_utilisateur_total
  group by 1, 2, 3
)
select n.semaine, n.structure, n.type_utilisateur, n.categorie, n.action, n.nom,
       c.nb_ae    as nb_ae_categorie,
       c.nb_users as nb_users_categorie,
       a.nb_ae    as nb_ae_action,
       a.nb_users as nb_users_action,
       n.nb_ae    as nb_ae_nom,
       n.nb_users as nb_users_nom,
       t.nb_ae    as nb_ae_total,
       t.nb_users as nb_users_total
from nom n
join action a
  on (a.semaine, a.structure) = (n.semaine, n.structure) and a.type_utilisateur is not distinct from n.type_utilisateur
 and a.categorie is not distinct from n.categorie and a.action is not distinct from n.action
join categorie c
  on (c.semaine, c.structure) = (n.semaine, n.structure) and c.type_utilisateur is not distinct from n.type_utilisateur
 and c.categorie is not distinct from n.categorie
join total t
  on (t.semaine, t.structure) = (n.semaine, n.structure) and t.type_utilisateur is not distinct from n.type_utilisateur
