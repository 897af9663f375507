namespace NotebookKit.Optimizers;

/// <summary>Where the small number stands that keeps a division by a root finite.</summary>
/// <remarks>It matters where gradients are as small as the number: inside the root they move far less.</remarks>
public enum DeltaPlace
{
    /// <summary>sqrt(r) + delta: the papers of AdaGrad and Adam, and PyTorch.</summary>
    OutsideRoot,

    /// <summary>sqrt(r + delta): RMSProp of lecture S2 L4, and Adam as its slide prints it.</summary>
    InsideRoot,
}
