-- Use of features: one row per week, structure, type of user, category, action and name that has events.
-- Events without a structure, and those of PASS_EMPLOI, are left out. A null is a value like another, but for id_utilisateur:
-- an event of nobody counts as an event and not as a user.
-- Reads pipeline.usage_hebdo and pipeline.fonctionnalite.
-- $1 first Monday, $2 last Monday.
with fonctionnalite as (
  -- each level is named by the least number of its features
  select numero, structure, type_utilisateur, categorie, action, nom,
         min(numero) over (partition by structure, type_utilisateur, categorie, action, nom) as par_nom,
         min(numero) over (partition by structure, type_utilisateur, categorie, action)      as par_action,
         min(numero) over (partition by structure, type_utilisateur, categorie)              as par_categorie,
         min(numero) over (partition by structure, type_utilisateur)                         as par_total
  from pipeline.fonctionnalite
  where structure <> 'PASS_EMPLOI'
), nom_de_chacun as (
  select u.semaine, f.par_nom, u.utilisateur, sum(u.nb_evenements)::integer as nb_ae
  from pipeline.usage_hebdo u
  join fonctionnalite f on f.numero = u.fonctionnalite
  where u.semaine between $1 and $2
  group by 1, 2, 3
), action_de_chacun as (
  -- at each level a user once, from the level below: no distinct count ever sorts raw events
  select distinct n.semaine, f.par_action, n.utilisateur
  from nom_de_chacun n
  join fonctionnalite f on f.numero = n.par_nom
  where n.utilisateur is not null
), categorie_de_chacun as (
  select distinct a.semaine, f.par_categorie, a.utilisateur
  from action_de_chacun a
  join fonctionnalite f on f.numero = a.par_action
), total_de_chacun as (
  select distinct c.semaine, f.par_total, c.utilisateur
  from categorie_de_chacun c
  join fonctionnalite f on f.numero = c.par_categorie
), nom as (
  select semaine, par_nom, sum(nb_ae) as nb_ae, count(utilisateur) as nb_users from nom_de_chacun group by 1, 2
), action as (
  select semaine, par_action, count(*) as nb_users from action_de_chacun group by 1, 2
), categorie as (
  select semaine, par_categorie, count(*) as nb_users from categorie_de_chacun group by 1, 2
), total as (
  select semaine, par_total, count(*) as nb_users from total_de_chacun group by 1, 2
)
select n.semaine, f.structure, f.type_utilisateur, f.categorie, f.action, f.nom,
       sum(n.nb_ae) over (partition by n.semaine, f.par_categorie) as nb_ae_categorie,
       coalesce(c.nb_users, 0)                                     as nb_users_categorie,
       sum(n.nb_ae) over (partition by n.semaine, f.par_action)    as nb_ae_action,
       coalesce(a.nb_users, 0)                                     as nb_users_action,
       n.nb_ae                                                     as nb_ae_nom,
       n.nb_users                                                  as nb_users_nom,
       sum(n.nb_ae) over (partition by n.semaine, f.par_total)     as nb_ae_total,
       coalesce(t.nb_users, 0)                                     as nb_users_total
from nom n
join fonctionnalite f on f.numero = n.par_nom
left join action a on (a.semaine, a.par_action) = (n.semaine, f.par_action)
left join categorie c on (c.semaine, c.par_categorie) = (n.semaine, f.par_categorie)
left join total t on (t.semaine, t.par_total) = (n.semaine, f.par_total)
