-- No null in the grain (NON RENSEIGNE stands for what is not known), no count that is missing or negative.
-- $1 first Monday, $2 last Monday.
select *
from public.analytics_engagement
where semaine between $1 and $2
  and (num_nulls(semaine, structure, type_utilisateur, region, departement) > 0
       or coalesce(least(nombre_utilisateurs_1_mois, nombre_utilisateurs_2_evenements_dans_la_semaine, nombre_utilisateurs_engages_2_jours_dans_la_semaine,
                         nb_actifs_3_semaines_sur_6, nb_actifs_4_semaines_sur_6), -1) < 0)
