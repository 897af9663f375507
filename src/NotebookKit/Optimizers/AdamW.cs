namespace NotebookKit.Optimizers;

/// <summary>Adam whose weights shrink beside the step, w = (1 - rate decay) w, instead of through the gradient.</summary>
/// <remarks>
/// Through the gradient, Adam's division takes the decay back where gradients are large. The decay is 0.01 unless set.
/// Loshchilov and Hutter 2019.
/// </remarks>
[Method(MethodKind.Adaptive)]
public sealed class AdamW : Adam
{
    /// <summary>Makes the optimiser, with a decay of 0.01.</summary>
    public AdamW(IEnumerable<Parameter> parameters)
        : base(parameters) => WeightDecay = 0.01;

    /// <inheritdoc/>
    private protected override bool DecaysApart => true;
}
