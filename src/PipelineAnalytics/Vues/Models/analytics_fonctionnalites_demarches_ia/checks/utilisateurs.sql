-- No more users than events, and no more users at a level than at the one above it.
-- $1 first Monday, $2 last Monday.
select *
from public.analytics_fonctionnalites_demarches_ia
where semaine between $1 and $2
  and not (nb_users_nom <= nb_users_action and nb_users_action <= nb_users_categorie and nb_users_categorie <= nb_users_total
       and nb_users_nom <= nb_ae_nom and nb_users_action <= nb_ae_action and nb_users_categorie <= nb_ae_categorie and nb_users_total <= nb_ae_total)
