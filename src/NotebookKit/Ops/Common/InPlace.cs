namespace NotebookKit.Ops;

/// <summary>Changes of a tensor's own numbers, outside the record: for gradients and updates.</summary>
internal static class InPlace
{
    /// <summary>target += value.</summary>
    public static void Add(Tensor target, Tensor value)
    {
        target.Device.Binary(default(Add), target, value, target);
        target.Storage.Changed();
    }

    /// <summary>target *= factor.</summary>
    public static void Scale(Tensor target, double factor)
    {
        target.Device.Binary(default(Multiply), target, Tensor.Full(new Shape([]), factor, target.DType, target.Device), target);
        target.Storage.Changed();
    }

    /// <summary>target = target kept between low and high.</summary>
    public static void Clamp(Tensor target, double low, double high)
    {
        target.Device.Unary(new Clamp(low, high), target, target);
        target.Storage.Changed();
    }

    /// <summary>target = value, of the same shape, whatever the order in which each lies.</summary>
    public static void Assign(Tensor target, Tensor value)
    {
        target.Device.Gather(value, target);
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
        target.Device.Gather(value.Detach().To(target.DType), target);
        target.Storage.Changed();
    }
}
