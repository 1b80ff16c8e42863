-- Use of features by the jeunes accompanied under DEMARCHES_IA: one row per week, structure, type of user, category, action and name that has events.
-- Events without a structure, and those of PASS_EMPLOI, are left out. A null is a value like another, but for id_utilisateur:
-- an event of nobody counts as an event and not as a user.
-- Only events of jeunes one of whose counsellors, current or initial, has an email that feature_flip tags DEMARCHES_IA. The
-- person is known by id_utilisateur, whatever the event says of its type. Of people who were forgotten, it is kept who was one.
-- Reads pipeline.usage_hebdo, pipeline.fonctionnalite, pipeline.utilisateur, public.jeune, public.conseiller, public.feature_flip,
-- pipeline.oubli_demarches_ia.
-- $1 first Monday, $2 last Monday.
with conseiller_demarches_ia as (
  select c.id::text as id
  from public.conseiller c
  join public.feature_flip f on f.email_conseiller::text = c.email::text
  where f.feature_tag::text = 'DEMARCHES_IA'
), jeune_demarches_ia as (
  select j.id::text as id
  from public.jeune j
  where j.id_conseiller::text in (select id from conseiller_demarches_ia)
     or j.id_conseiller_initial::text in (select id from conseiller_demarches_ia)
  union all
  select id_utilisateur from pipeline.oubli_demarches_ia
), fonctionnalite as (
  -- features in the order of their levels: a level begins where its first feature stands
  select numero, structure, type_utilisateur, categorie, action, nom,
         dense_rank() over (order by structure, type_utilisateur, categorie, action, nom) as rang,
         dense_rank() over (order by structure, type_utilisateur, categorie, action)      as rang_action,
         dense_rank() over (order by structure, type_utilisateur, categorie)              as rang_categorie,
         dense_rank() over (order by structure, type_utilisateur)                         as rang_total
  from pipeline.fonctionnalite
  where structure <> 'PASS_EMPLOI'
), niveau as (
  select distinct rang, rang_action, rang_categorie, rang_total, structure, type_utilisateur, categorie, action, nom
  from fonctionnalite
), parcours as (
  -- what each user used, in that order: he counts at a level where the feature before is of another
  select u.semaine, f.rang, u.utilisateur, sum(u.nb_evenements) as nb_ae,
         lag(f.rang) over (partition by u.semaine, u.utilisateur order by f.rang) as precedent
  from pipeline.usage_hebdo u
  join fonctionnalite f on f.numero = u.fonctionnalite
  where u.semaine between $1 and $2
    and u.utilisateur in (select numero from pipeline.utilisateur where id_utilisateur in (select id from jeune_demarches_ia))
  group by u.semaine, u.utilisateur, f.rang
), compte as (
  select p.semaine, p.rang, sum(p.nb_ae) as nb_ae, count(p.utilisateur) as nb_users,
         count(p.utilisateur) filter (where a.rang_action is distinct from n.rang_action)       as nouveaux_action,
         count(p.utilisateur) filter (where a.rang_categorie is distinct from n.rang_categorie) as nouveaux_categorie,
         count(p.utilisateur) filter (where a.rang_total is distinct from n.rang_total)         as nouveaux_total
  from parcours p
  join niveau n on n.rang = p.rang
  left join niveau a on a.rang = p.precedent
  group by p.semaine, p.rang
)
select c.semaine, n.structure, n.type_utilisateur, n.categorie, n.action, n.nom,
       sum(c.nb_ae) over (partition by c.semaine, n.rang_categorie)              as nb_ae_categorie,
       sum(c.nouveaux_categorie) over (partition by c.semaine, n.rang_categorie) as nb_users_categorie,
       sum(c.nb_ae) over (partition by c.semaine, n.rang_action)                 as nb_ae_action,
       sum(c.nouveaux_action) over (partition by c.semaine, n.rang_action)       as nb_users_action,
       c.nb_ae                                                                   as nb_ae_nom,
       c.nb_users                                                                as nb_users_nom,
       sum(c.nb_ae) over (partition by c.semaine, n.rang_total)                  as nb_ae_total,
       sum(c.nouveaux_total) over (partition by c.semaine, n.rang_total)         as nb_users_total
from compte c
join niveau n using (rang)
