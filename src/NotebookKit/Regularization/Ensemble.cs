using NotebookKit.Data;
using NotebookKit.Layers;

namespace NotebookKit.Regularization;

/// <summary>Several networks whose outputs are averaged: where their errors are independent, the mean's error is smaller.</summary>
/// <remarks>
/// The squared error of the mean is never above the mean of the members' squared errors; what is gained is their spread around their mean (Krogh and
/// Vedelsby 1995). Lecture S2 L7 (ensemble methods).
/// </remarks>
public sealed class Ensemble : Module
{
    private readonly Module[] members;

    /// <summary>Makes the ensemble.</summary>
    /// <param name="members">The networks, for the same inputs and outputs.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public Ensemble(params IReadOnlyList<Module> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0)
        {
            throw new ArgumentException("Ensemble: needs a member at least.", nameof(members));
        }

        this.members = [.. members];
    }

    /// <summary>The networks.</summary>
    public IReadOnlyList<Module> Members => members;

    /// <summary>What is averaged, from a member's outputs; the outputs themselves when null. Classifiers often average probabilities: <c>scores => scores.Softmax()</c>.</summary>
    public Func<Tensor, Tensor>? Averaged { get; init; }

    /// <summary>Trains members one after the other.</summary>
    /// <param name="members">How many.</param>
    /// <param name="train">Makes and trains member number 0, 1, ..</param>
    public static Ensemble Train(int members, Func<int, Module> train)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(members);
        return new Ensemble([.. Enumerable.Range(0, members).Select(train)]);
    }

    /// <summary>Bagging: each member learns from a set of its own, as many examples drawn with replacement; about 63.2 % of them are different ones.</summary>
    /// <remarks>Breiman 1996; lecture S2 L7 (bagging).</remarks>
    /// <param name="data">The examples.</param>
    /// <param name="members">How many.</param>
    /// <param name="train">Makes and trains a member from its sample; its number is the second argument.</param>
    /// <param name="rng">Where the samples come from; the session's generator when null.</param>
    public static Ensemble Bag(Dataset data, int members, Func<Dataset, int, Module> train, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(train);
        return Train(members, number => train(data.Select(Splits.Bootstrap(data.Count, rng).Chosen), number));
    }

    /// <summary>The mean of the members' outputs.</summary>
    public override Tensor Forward(Tensor input)
    {
        Tensor sum = Of(members[0], input);
        foreach (Module member in members.AsSpan(1))
        {
            sum += Of(member, input);
        }

        return sum / members.Length;
    }

    /// <inheritdoc/>
    public override string ToString() => $"Ensemble of {members.Length} ({ParameterCount:N0} parameters)";

    private Tensor Of(Module member, Tensor input) => Averaged is null ? member.Forward(input) : Averaged(member.Forward(input));
}
