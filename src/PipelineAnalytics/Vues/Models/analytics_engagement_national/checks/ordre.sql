-- Each rule implies the next: 4 weeks of 6, 3 weeks of 6, seen in 2 months; seen in 1 month, seen in 2; two days, two events, seen in 1 month.
-- $1 first Monday, $2 last Monday.
select *
from public.analytics_engagement_national
where semaine between $1 and $2
  and not (nb_actifs_4_semaines_sur_6 <= nb_actifs_3_semaines_sur_6 and nb_actifs_3_semaines_sur_6 <= nombre_utilisateurs_2_mois
       and nombre_utilisateurs_1_mois <= nombre_utilisateurs_2_mois and nombre_utilisateurs_2_mois > 0
       and nombre_utilisateurs_engages_2_jours_dans_la_semaine <= nombre_utilisateurs_2_evenements_dans_la_semaine
       and nombre_utilisateurs_2_evenements_dans_la_semaine <= nombre_utilisateurs_1_mois)
