-- $1 business time zone
-- Gives each event that was loaded since the last enrichment its week, its day, its user's agency and its structure. Texts are
-- compared as text, whatever types production chose for its ids.
with recu as (
  select e.*
  from pipeline.evenement_engagement_a_enrichir e
  where not exists (select from pipeline.evenement_sans_semaine s where s.id = e.id)
), date as (
  -- an infinite date belongs to no week
  select r.*, case when isfinite(r.date_evenement) then pipeline.jour_local(r.date_evenement, $1) end as jour_local
  from recu r
)
insert into evenement_a_cumuler
select d.id, d.date_evenement, d.categorie, d.action, d.nom, d.id_utilisateur, d.type_utilisateur,
       case when d.structure in ('MILO', 'MILO_PACEA') and j.structure::text = 'MILO'
            then case j.dispositif::text when 'PACEA' then 'MILO_PACEA' when 'CEJ' then 'MILO' else d.structure end
            else d.structure end,
       d.code,
       d.jour_local - (extract(isodow from d.jour_local)::integer - 1),
       d.jour_local,
       a.nom_agence::text, a.code_departement::text, a.nom_region::text
from date d
left join public.jeune j on d.type_utilisateur = 'JEUNE' and j.id::text = d.id_utilisateur
left join public.conseiller c on c.id::text = case d.type_utilisateur when 'CONSEILLER' then d.id_utilisateur when 'JEUNE' then j.id_conseiller::text end
left join public.agence a on a.id::text = c.id_agence::text
