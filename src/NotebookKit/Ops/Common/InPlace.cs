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

    /// <summary>target = value, of the same shape, whatever the order in which each lies.</summary>
    public static void Assign(Tensor target, Tensor value)
    {
        target.Device.Gather(value, target);
        target.Storage.Changed();
    }

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
