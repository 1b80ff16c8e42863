-- $1 a day: its enriched events, as a number of rows and a sum over all their columns. The same for both ways, or the numbers are worth nothing.
select count(*) || ' events, fingerprint ' || coalesce(sum(hashtextextended(
         row(id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code, semaine, jour, agence, departement, region)::text, 0)::numeric), 0)
from evenement_engagement
where jour = $1
