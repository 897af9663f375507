using NotebookKit.Layers;

namespace NotebookKit.Bayes;

/// <summary>Which weights of a model share one precision alpha.</summary>
/// <param name="Names">The name of each group.</param>
/// <param name="Of">The group of each weight, in the order of <see cref="ParameterVector"/>.</param>
public sealed record WeightGroups(IReadOnlyList<string> Names, IReadOnlyList<int> Of)
{
    /// <summary>All weights in one group.</summary>
    public static WeightGroups All(Module model) => new(["all weights"], new int[new ParameterVector(model).Count]);

    /// <summary>A group a parameter: the weights and the biases of each layer.</summary>
    public static WeightGroups PerParameter(Module model)
    {
        (string Name, Parameter Parameter, int Start)[] parts = [.. new ParameterVector(model).Parts()];
        return new([.. parts.Select(part => part.Name)], [.. parts.SelectMany((part, i) => Enumerable.Repeat(i, part.Parameter.Count))]);
    }

    /// <summary>Automatic relevance determination: a group for all weights that leave one input, and a group for each parameter above the first layer.</summary>
    /// <remarks>The model's first parameter is its first weight, [hidden, inputs]. An input whose alpha grows without end is not relevant.
    /// Where a hidden layer works in its linear part only the product of two layers' weights counts, and the alphas of its inputs may all grow together;
    /// compare them with each other. MacKay 1994, Neal 1996.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The names of the inputs; numbers when null.</param>
    /// <exception cref="ArgumentException">The first parameter is no weight matrix, or the names are not as many as the inputs.</exception>
    public static WeightGroups PerInput(Module model, IReadOnlyList<string>? inputs = null)
    {
        (string Name, Parameter Parameter, int Start)[] parts = [.. new ParameterVector(model).Parts()];
        Parameter first = parts[0].Parameter;
        if (first.Rank != 2 || (inputs is not null && inputs.Count != first.Shape[1]))
        {
            throw new ArgumentException(
                $"WeightGroups.PerInput: the first parameter {parts[0].Name} is {first.Shape} and should be [hidden, inputs]{(inputs is null ? string.Empty : $" with {inputs.Count} inputs")}.", nameof(model));
        }

        int columns = first.Shape[1];
        List<int> of = [.. Enumerable.Range(0, first.Count).Select(i => i % columns)];
        List<string> names = [.. inputs ?? [.. Enumerable.Range(0, columns).Select(i => $"input {i}")]];
        foreach ((string name, Parameter parameter, _) in parts.Skip(1))
        {
            of.AddRange(Enumerable.Repeat(names.Count, parameter.Count));
            names.Add(name);
        }

        return new(names, of);
    }

    /// <summary>How many groups.</summary>
    public override string ToString() => $"{Of.Count:N0} weights in {Names.Count} groups";

    /// <summary>A number a group as one a weight.</summary>
    internal double[] Spread(IReadOnlyList<double> perGroup) => [.. Of.Select(group => perGroup[group])];
}
