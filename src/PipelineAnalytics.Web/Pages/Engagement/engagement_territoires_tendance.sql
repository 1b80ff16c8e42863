-- Départements ou régions, les 13 dernières semaines
-- Une ligne par territoire et semaine : les utilisateurs d'un indicateur et leur taux (part des « 2 mois », en %).
-- Qui est dans plusieurs des groupes sommés compte une fois dans chacun.
-- $1 semaine (semaine, facultatif) : la dernière des 13 ; vide, la dernière publiée
-- $2 indicateur (texte, facultatif, parmi deux_mois un_mois actifs deux_evenements trois_sur_six quatre_sur_six) : vide, actifs
-- $3 maille (texte, facultatif, parmi departement region) : vide, departement
-- $4 structure (texte, facultatif) : vide, toutes
-- $5 type (texte, facultatif) : type d'utilisateur ; vide, tous
with cible as (
  select coalesce($1::date, (select max(semaine) from analytics_engagement)) as semaine
),
mesures as (
  select semaine,
         case coalesce($3::text, 'departement') when 'departement' then departement when 'region' then region end as territoire,
         sum(nombre_utilisateurs_2_mois) as deux_mois,
         sum(case coalesce($2::text, 'actifs')
               when 'deux_mois' then nombre_utilisateurs_2_mois
               when 'un_mois' then nombre_utilisateurs_1_mois
               when 'actifs' then nombre_utilisateurs_engages_2_jours_dans_la_semaine
               when 'deux_evenements' then nombre_utilisateurs_2_evenements_dans_la_semaine
               when 'trois_sur_six' then nb_actifs_3_semaines_sur_6
               when 'quatre_sur_six' then nb_actifs_4_semaines_sur_6
             end) as utilisateurs
  from analytics_engagement
  where semaine between (select semaine from cible) - 84 and (select semaine from cible)
    and ($4::text is null or structure = $4)
    and ($5::text is null or type_utilisateur = $5)
  group by 1, 2
)
select territoire, semaine, utilisateurs, round(100.0 * utilisateurs / nullif(deux_mois, 0), 2) as taux
from mesures
where territoire is not null and utilisateurs is not null
order by territoire, semaine;
