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
  -- one row per user at each level: every count below is of rows, none of distinct values
  select u.semaine, f.par_nom, f.par_action, f.par_categorie, f.par_total, u.utilisateur, sum(u.nb_evenements) as nb_ae
  from pipeline.usage_hebdo u
  join fonctionnalite f on f.numero = u.fonctionnalite
  where u.semaine between $1 and $2
  group by 1, 2, 3, 4, 5, 6
), action_de_chacun as (
  select semaine, par_action, par_categorie, par_total, utilisateur, sum(nb_ae) as nb_ae
  from nom_de_chacun
  group by 1, 2, 3, 4, 5
), categorie_de_chacun as (
  select semaine, par_categorie, par_total, utilisateur, sum(nb_ae) as nb_ae
  from action_de_chacun
  group by 1, 2, 3, 4
), total_de_chacun as (
  select semaine, par_total, utilisateur, sum(nb_ae) as nb_ae
  from categorie_de_chacun
  group by 1, 2, 3
), nom as (
  select semaine, par_nom, sum(nb_ae) as nb_ae, count(utilisateur) as nb_users from nom_de_chacun group by 1, 2
), action as (
  select semaine, par_action, sum(nb_ae) as nb_ae, count(utilisateur) as nb_users from action_de_chacun group by 1, 2
), categorie as (
  select semaine, par_categorie, sum(nb_ae) as nb_ae, count(utilisateur) as nb_users from categorie_de_chacun group by 1, 2
), total as (
  select semaine, par_total, sum(nb_ae) as nb_ae, count(utilisateur) as nb_users from total_de_chacun group by 1, 2
)
select n.semaine, f.structure, f.type_utilisateur, f.categorie, f.action, f.nom,
       c.nb_ae    as nb_ae_categorie,
       c.nb_users as nb_users_categorie,
       a.nb_ae    as nb_ae_action,
       a.nb_users as nb_users_action,
       n.nb_ae    as nb_ae_nom,
       n.nb_users as nb_users_nom,
       t.nb_ae    as nb_ae_total,
       t.nb_users as nb_users_total
from nom n
join fonctionnalite f on f.numero = n.par_nom
join action a using (semaine, par_action)
join categorie c using (semaine, par_categorie)
join total t using (semaine, par_total)
