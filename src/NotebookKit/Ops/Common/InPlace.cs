namespace NotebookKit.Ops;

/// <summary>Changes of a tensor's own numbers, outside the record: for gradients and updates.</summary>
internal static class InPlace
{
    /// <summary>target += value.</summary>
    public static void Add(Tensor target, Tensor value)
    {
        (Tensor own, Tensor more) = InOrder(target, value);
        target.Device.Binary(default(Add), own, more, own);
        target.Storage.Changed();
    }

    /// <summary>target *= factor.</summary>
    public static void Scale(Tensor target, double factor)
    {
        Tensor own = InOrder(target, target).Target;
        target.Device.Binary(default(Multiply), own, Tensor.Full(new Shape([]), factor, target.DType, target.Device), own);
        target.Storage.Changed();
    }

    /// <summary>target = target kept between low and high.</summary>
    public static void Clamp(Tensor target, double low, double high)
    {
        Tensor own = InOrder(target, target).Target;
        target.Device.Unary(new Clamp(low, high), own, own);
        target.Storage.Changed();
    }

    /// <summary>target = value, of the same shape, whatever the order in which each lies.</summary>
    public static void Assign(Tensor target, Tensor value)
    {
        (Tensor own, Tensor from) = InOrder(target, value);
        if (own.IsContiguous)
        {
            target.Device.Gather(from, own);
        }
        else
        {
            target.Device.Scatter(from.Bare, own);
        }

        target.Storage.Changed();
    }

    /// <summary>Notes that an operation writes the target itself.</summary>
    public static void Wrote(Tensor target) => target.Storage.Changed();

    /// <summary>target = value.</summary>
    public static void Fill(Tensor target, double value)
    {
        target.Device.Fill(target, value);
        target.Storage.Changed();
    }

    /// <summary>target = the numbers of a value of the same shape, cast where the kinds differ.</summary>
    public static void Copy(Tensor target, Tensor value)
    {
        Assign(target, value.Detach().To(target.DType));
    }

    // Kernels write in the order of the axes: an image that lies pixel by pixel is seen as [N, H, W, C], and what it meets too.
    private static (Tensor Target, Tensor Value) InOrder(Tensor target, Tensor value) =>
        !target.IsContiguous && target.Rank == 4 && value.Shape == target.Shape && ChannelsLast.Holds(target) ? (ChannelsLast.Pixels(target), ChannelsLast.Pixels(value)) : (target, value);
}
