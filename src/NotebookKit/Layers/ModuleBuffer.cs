namespace NotebookKit;

/// <summary>A tensor that belongs to a model without being learned, such as a running mean: no gradient, and no scope takes its buffer back.</summary>
public sealed class ModuleBuffer : Tensor
{
    /// <summary>Makes a buffer that begins with the numbers of a tensor.</summary>
    public ModuleBuffer(Tensor start)
        : base(Owned(start))
    {
    }

    /// <summary>Replaces the numbers.</summary>
    /// <exception cref="ArgumentException">The shape differs.</exception>
    public void Set(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Shape != Shape)
        {
            throw new ArgumentException($"ModuleBuffer: holds {Shape}, and got {value.Shape}.");
        }

        Ops.InPlace.Copy(this, value);
    }

    /// <summary>Goes to another device with its numbers.</summary>
    internal void MoveTo(Devices.Device device) => Settle(device);

    private static Tensor Owned(Tensor start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return start.Detach().Contiguous().Keep();
    }
}
