namespace NotebookKit;

/// <summary>A tensor that a model learns: its gradient is always collected, and no scope takes its buffer back.</summary>
public sealed class Parameter : Tensor
{
    /// <summary>Makes a parameter that begins with the numbers of a tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds no floats.</exception>
    public Parameter(Tensor start)
        : base(Owned(start)) => RequiresGrad = true;

    /// <summary>What the model that was asked for its parameters last calls it, such as <c>hidden.weight</c>; null before.</summary>
    public string? Name { get; internal set; }

    /// <summary>Its name and shape, for messages.</summary>
    internal string Label => $"{Name ?? "a parameter"} {Shape}";

    /// <summary>Begins anew with other numbers of the same shape: <c>layer.Weight.Set(Init.HeNormal(layer.Weight.Shape))</c>.</summary>
    /// <remarks>A change in place: a gradient through an older result of this parameter is refused.</remarks>
    /// <param name="values">The numbers; cast to the parameter's kind.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void Set(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Shape != Shape)
        {
            throw new ArgumentException($"Set: the parameter has shape {Shape}, and the numbers have {values.Shape}.", nameof(values));
        }

        Device.Gather(values.Detach().To(DType), this);
        Storage.Changed();
    }

    /// <summary>Goes to another device with its numbers and its gradient; what was recorded of it before is no longer valid.</summary>
    internal void MoveTo(Devices.Device device) => Settle(device);

    private static Tensor Owned(Tensor start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return start.Detach().Contiguous().Keep();
    }
}
