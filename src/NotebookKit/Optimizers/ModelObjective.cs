namespace NotebookKit.Optimizers;

/// <summary>The loss of a model over its parameters as one vector.</summary>
internal sealed class ModelObjective(FlatParameters parameters, Func<Tensor> loss) : Objective(_ => loss())
{
    private readonly Func<Tensor> loss = loss;

    /// <inheritdoc/>
    internal override Tensor? Start => parameters.Read();

    /// <inheritdoc/>
    internal override bool IsPure => false;

    /// <inheritdoc/>
    internal override void End(Tensor x) => parameters.Write(x);

    /// <inheritdoc/>
    private protected override (Tensor Value, IReadOnlyList<Tensor> Inputs) Compute(Tensor x)
    {
        parameters.Write(x);
        return (loss(), parameters.All);
    }
}
