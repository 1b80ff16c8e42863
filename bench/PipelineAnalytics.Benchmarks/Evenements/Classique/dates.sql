-- The third: week and day.
update evenement_engagement
set jour = (date_evenement at time zone 'Europe/Paris')::date,
    semaine = date_trunc('week', date_evenement at time zone 'Europe/Paris')::date
where semaine is null
