namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>Picks among things, each as often as its weight says. A weight of zero is never picked.</summary>
internal sealed class WeightedChoice<T>
{
    private readonly List<T> _things = [];
    private readonly List<double> _upTo = [];

    public WeightedChoice(IEnumerable<(T Thing, double Weight)> things)
    {
        var sum = 0.0;
        foreach (var (thing, weight) in things)
        {
            if (weight <= 0) continue;
            sum += weight;
            _things.Add(thing);
            _upTo.Add(sum);
        }
    }

    public bool IsEmpty => _things.Count == 0;

    public T Pick(ref SeededRandom random)
    {
        var found = _upTo.BinarySearch(random.Fraction() * _upTo[^1]);
        // Not found: the complement of the first sum above. Found exactly: the draw belongs to the next one.
        return _things[Math.Min(found < 0 ? ~found : found + 1, _things.Count - 1)];
    }
}
