-- bench.dernier, bench.semaines: the last Monday, and how many weeks end with it.
-- Fills the vues and the pipeline's own tables as four years of nights leave them: numbers are made up, without chance.
create temp table s as
select n, (current_setting('bench.dernier')::date - 7 * n) as semaine
from generate_series(0, current_setting('bench.semaines')::integer - 1) n;

create temp table p as
select row_number() over () as rang, structure, type_utilisateur
from unnest(array['MILO', 'MILO_PACEA', 'POLE_EMPLOI', 'POLE_EMPLOI_BRSA', 'POLE_EMPLOI_AIJ', 'AVENIR_PRO', 'CONSEIL_DEPT', 'EQUIP_EMPLOI_RECRUT', 'ACCOMP_GLOBAL', 'ACCOMP_INTENSIF', 'CEJ', 'NON RENSEIGNE']) structure,
     unnest(array['JEUNE', 'CONSEILLER']) type_utilisateur;

create temp table d as
select code, (array['Grand Est', 'Bretagne', 'Normandie', 'Occitanie', 'Corse', 'Île-de-France', 'Hauts-de-France', 'Nouvelle-Aquitaine', 'Guyane'])[1 + (hashtext(code) & 7)] as region
from (
  select lpad(n::text, 2, '0') from generate_series(1, 95) n where n <> 20
  union all select unnest(array['2A', '2B', '971', '972', '973', '974', '976', 'NON RENSEIGNE'])
) codes (code);

-- Users of two months, from a few to hundreds, more from year to year. A week's rows lie together, as they were published.
truncate analytics_engagement;
insert into analytics_engagement
select semaine, structure, type_utilisateur, region, code, u, u * 7 / 10, u * 3 / 10, u / 4, u / 8, u / 10
from s, p, d, lateral (select 1 + (hashtextextended(structure || type_utilisateur || code, 0) & 255)::integer * (300 - n) / 300 + (hashtextextended(code, n) & 7)::integer as u) mesure
order by semaine, structure, type_utilisateur, region, code;

truncate analytics_engagement_national;
insert into analytics_engagement_national
select semaine, structure, type_utilisateur, sum(nombre_utilisateurs_2_mois), sum(nombre_utilisateurs_1_mois), sum(nombre_utilisateurs_2_evenements_dans_la_semaine),
       sum(nombre_utilisateurs_engages_2_jours_dans_la_semaine), sum(nb_actifs_3_semaines_sur_6), sum(nb_actifs_4_semaines_sur_6)
from analytics_engagement
group by semaine, structure, type_utilisateur
order by semaine, structure, type_utilisateur;

-- 10 categories of 4 actions of 3 names, the last of which is null: 120 features.
create temp table f as
select 'Catégorie ' || c as categorie, 'Action ' || a as action, case when m < 3 then 'Nom ' || m end as nom, 1 + (c * 7 + a * 5 + m * 3) % 40 as poids
from generate_series(1, 10) c, generate_series(1, 4) a, generate_series(1, 3) m;

truncate analytics_fonctionnalites, analytics_fonctionnalites_demarches_ia;
insert into analytics_fonctionnalites
select semaine, structure, type_utilisateur, categorie, action, nom, sum(e) over c, sum(u) over c, sum(e) over a, sum(u) over a, e, u, sum(e) over t, sum(u) over t
from s, p, f, lateral (select poids * (300 - n) / 10 + (hashtextextended(categorie || action || structure, n) & 31)::integer as e, poids * (300 - n) / 30 + 1 as u) mesure
where structure <> 'NON RENSEIGNE'
window t as (partition by semaine, structure, type_utilisateur),
       c as (partition by semaine, structure, type_utilisateur, categorie),
       a as (partition by semaine, structure, type_utilisateur, categorie, action)
order by semaine, structure, type_utilisateur, categorie, action, nom;

insert into analytics_fonctionnalites_demarches_ia
select semaine, structure, type_utilisateur, categorie, action, nom, nb_ae_categorie / 5, nb_users_categorie / 5, nb_ae_action / 5, nb_users_action / 5, nb_ae_nom / 5, nb_users_nom / 5, nb_ae_total / 5, nb_users_total / 5
from analytics_fonctionnalites
where type_utilisateur = 'JEUNE' and structure in ('POLE_EMPLOI', 'POLE_EMPLOI_BRSA', 'POLE_EMPLOI_AIJ', 'CEJ')
order by semaine, structure, categorie, action, nom;

insert into pipeline.semaine (semaine, nb_evenements, changement)
select semaine, 700000, 1 from s
on conflict (semaine) do nothing;

-- The week that the jobs published lends its fingerprint and zone: all others are up to date as it is.
insert into pipeline.vue_semaine (vue, semaine, date_calcul, nb_evenements, changement, empreinte, fuseau, provisoire, duree_ms, suivi)
select v.vue, s.semaine, s.semaine + 7 + time '02:50', 700000, v.changement, v.empreinte, v.fuseau, false, 800, v.suivi
from pipeline.vue_semaine v, s
where v.semaine = current_setting('bench.dernier')::date
on conflict (vue, semaine) do nothing;

insert into pipeline.revision (vue, semaine, date_revision, cause, nb_cellules, maille, colonne, avant, apres)
select vue, semaine, semaine + 14 + time '02:50', 'evenements', 25, jsonb_build_object('structure', 'MILO', 'departement', n), 'nombre_utilisateurs_2_mois', to_jsonb(n), to_jsonb(n + 1)
from pipeline.vue_semaine, generate_series(1, 25) n;

-- Each night the four jobs, as the jobs of this run were recorded.
create temp table j as
select row_number() over (order by id) as rang, type_job, resultat, session_pid, session_debut, duree_ms
from pipeline.suivi_job;

create temp table n as
select jour::date as jour from generate_series((select min(semaine) from s), (select max(semaine) + 6 from s), interval '1 day') jour;

insert into pipeline.suivi_job (type_job, date_debut, date_fin, succes, resultat, nb_erreurs, duree_ms, session_pid, session_debut, date_metier)
select type_job, jour + time '02:30' + rang * interval '4 minutes', jour + time '02:30' + rang * interval '4 minutes' + duree_ms * interval '1 millisecond', true, resultat, 0, duree_ms, session_pid, session_debut, jour
from n, j;

insert into pipeline.nuit (date_metier, prevue, debut, fin, etat)
select jour, jour + time '02:30', jour + time '02:30', jour + time '02:55', 'reussie' from n;

insert into pipeline.nuit_etape (date_metier, type_job, rang, etat, tentatives, prochaine)
select jour, type_job, rang, 'reussie', 1, jour + time '02:30' from n, j;
