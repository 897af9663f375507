namespace NotebookKit.Learners;

/// <summary>A function defined by listing all its input-output pairs: always right on the list, without an answer beside it.</summary>
/// <remarks>What learning shall do better: a simpler device that also answers for inputs not listed. Lecture S2 L2.</remarks>
public sealed class LookUpTable
{
    private readonly Dictionary<string, int> answers = [];

    /// <summary>Lists the pairs.</summary>
    /// <exception cref="ArgumentException">An input occurs with both answers.</exception>
    public LookUpTable(LabelledPoints points)
    {
        ArgumentNullException.ThrowIfNull(points);
        Inputs = points.Dimension;
        for (int i = 0; i < points.Count; i++)
        {
            if (!answers.TryAdd(Key(points.Point(i)), points.Label(i)) && answers[Key(points.Point(i))] != points.Label(i))
            {
                throw new ArgumentException($"LookUpTable: the input {Points.Text(points.Point(i).ToArray())} stands there with both answers, so the pairs define no function.", nameof(points));
            }
        }
    }

    /// <summary>How many numbers an input has.</summary>
    public int Inputs { get; }

    /// <summary>How many different inputs are listed.</summary>
    public int Count => answers.Count;

    /// <summary>The answer listed for an input; null where it is not listed.</summary>
    public int? Find(params ReadOnlySpan<double> x)
    {
        Points.Fits(nameof(LookUpTable), x.Length, Inputs);
        return answers.TryGetValue(Key(x), out int answer) ? answer : null;
    }

    /// <summary>The share of points it answers, and answers right.</summary>
    public double Accuracy(LabelledPoints points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return Enumerable.Range(0, points.Count).Count(i => Find(points.Point(i)) == points.Label(i)) / (double)points.Count;
    }

    /// <summary>Its size.</summary>
    public override string ToString() => $"a table of {Count:N0} inputs of {Inputs} numbers";

    // Zero and minus zero are the same input.
    private static string Key(ReadOnlySpan<double> x) => string.Join(' ', x.ToArray().Select(value => BitConverter.DoubleToInt64Bits(value + 0.0)));
}
