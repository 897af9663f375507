namespace NotebookKit.Learners;

/// <summary>What a network is asked for; it says how many outputs there are. Lecture S3, output layer.</summary>
public enum TaskKind
{
    /// <summary>A number: one linear output.</summary>
    Regression,

    /// <summary>Yes or no: one sigmoid output.</summary>
    Binary,

    /// <summary>One of k classes: k outputs, the scores that a softmax turns into chances.</summary>
    Multiclass,
}

/// <summary>Any task as an input-output problem: X -> Y. Lecture S2 L1, "Machine learning".</summary>
/// <param name="Name">What is asked, in words.</param>
/// <param name="X">The shape of an input: a number [], a vector, an array, a sequence.</param>
/// <param name="Y">The shape of an output.</param>
public sealed record LearningTask(string Name, Shape X, Shape Y)
{
    /// <summary>How many numbers come out for each that goes in.</summary>
    public double Ratio => (double)Y.Count / X.Count;

    /// <summary>Whether less comes out than goes in, as in a classification.</summary>
    public bool ReducesData => Y.Count < X.Count;

    /// <summary>Whether more comes out than goes in, as when a picture is made from a word.</summary>
    public bool GeneratesData => Y.Count > X.Count;

    /// <summary>The task in a line.</summary>
    public override string ToString() => $"{Name}: {X} -> {Y}, {(ReducesData ? "data reduction" : GeneratesData ? "data generation" : "as much out as in")}";
}
