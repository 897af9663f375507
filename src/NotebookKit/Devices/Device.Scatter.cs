namespace NotebookKit.Devices;

/// <content>Sums of the products of columns.</content>
public abstract partial class Device
{
    /// <summary>Whether <see cref="AddScatter"/> is there for so many columns of this type.</summary>
    internal virtual bool AddsScatter(DType type, int columns) => false;

    /// <summary>scatter += sum over contiguous rows x [N, d] of z z', z = (x - shift, 1), on and right of the diagonal; scatter is Float64 [d + 1, d + 1].</summary>
    internal virtual void AddScatter(Tensor rows, Tensor shift, Tensor scatter) => throw new NotSupportedException($"{Name} multiplies and adds up one after the other.");
}
