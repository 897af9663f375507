namespace NotebookKit.Data;

/// <summary>The table of data sets, part three: text and time series.</summary>
internal static partial class DatasetTable
{
    /// <summary>The novel, 1.19 million characters.</summary>
    public static readonly DatasetInfo MobyDick = new(
        "moby-dick", "text",
        "The novel, 1.19 million characters.",
        "Public domain book; this edition CC0/PDDL",
        "Melville: Moby-Dick; or, The Whale, 1851.",
        [
            new("moby-dick.txt", 1_204_997, "fe282a57094ed62e7144fb7c804a9748fc1c909bf3b49d06e7276015f9f67240"),
        ]);

    /// <summary>4,951 female and 3,898 male English first names.</summary>
    public static readonly DatasetInfo FirstNames = new(
        "first-names", "text",
        "4,951 female and 3,898 male English first names.",
        "CC0/PDDL",
        "Ward: Moby word lists, 1996, by way of stdlib.",
        [
            new("first-names-female.txt", 35_153, "f2ee53b7adf88a44c0ffaa5aa549e749ac6bd95e813cb68213145276b8efd8c9"),
            new("first-names-male.txt", 26_609, "35cf3ca775b204f7a67a6a25f651e7149ea0f0d22ffad9d366e680fe948ca38e"),
        ]);

    /// <summary>International airline passengers in thousands, 144 months from 1949 to 1960.</summary>
    public static readonly DatasetInfo AirlinePassengers = new(
        "airline-passengers", "timeseries",
        "International airline passengers in thousands, 144 months from 1949 to 1960.",
        "Facts; this copy from a GPL-2 package",
        "Box, Jenkins: Time series analysis, 1976, series G.",
        [
            new("airline-passengers.csv", 1_745, "d27dd74f3654ab4c688afccf2348870410902f480cea900d872be2ae33184411"),
        ]);

    /// <summary>CO2 in the air at Mauna Loa in ppm, 741 months from 1958 to 2020, also without the season.</summary>
    public static readonly DatasetInfo Co2 = new(
        "co2", "timeseries",
        "CO2 in the air at Mauna Loa in ppm, 741 months from 1958 to 2020, also without the season.",
        "CC BY 4.0",
        "Keeling et al., Scripps CO2 Program.",
        [
            new("co2-concentration.csv", 18_547, "c1a4a970864145940a28225cae288618b156cb32f9a2a1b6606ba7124134febb"),
        ]);

    /// <summary>CO2 in the air at Mauna Loa in ppm, 2,284 weeks from 1958 to 2001, some missing.</summary>
    public static readonly DatasetInfo Co2Weekly = new(
        "co2-weekly", "timeseries",
        "CO2 in the air at Mauna Loa in ppm, 2,284 weeks from 1958 to 2001, some missing.",
        "Public domain (stated)",
        "Keeling, Whorf: Atmospheric CO2 concentrations, Mauna Loa, 2004.",
        [
            new("co2_mauna_loa_weekly.csv", 33_974, "16695fa2786e53414e5a6b54767a3fdf5de99cfbc68617f69d1362d92776a92f"),
        ]);

    /// <summary>Mean number of sunspots, 3,177 months from 1749 to 2013.</summary>
    public static readonly DatasetInfo Sunspots = new(
        "sunspots", "timeseries",
        "Mean number of sunspots, 3,177 months from 1749 to 2013.",
        "Facts; this copy from a GPL-2 package",
        "WDC-SILSO, Royal Observatory of Belgium.",
        [
            new("sunspots_monthly.csv", 40_122, "3b3725d5c8c76554f0fcf4d9ab89713a167c00f25dfc13bd6d38fc2ed40e7441"),
        ]);

    /// <summary>Mean number of sunspots, 309 years from 1700 to 2008.</summary>
    public static readonly DatasetInfo SunspotsYearly = new(
        "sunspots-yearly", "timeseries",
        "Mean number of sunspots, 309 years from 1700 to 2008.",
        "Public domain (stated)",
        "WDC-SILSO, Royal Observatory of Belgium.",
        [
            new("sunspots_yearly.csv", 2_944, "f67889b1d9002cd5227f0e0ef54e35b419cdd85a31279adef6f73fb41e5c0a9b"),
        ]);

    /// <summary>Weather of Seattle, 1,461 days from 2012 to 2015: rain, temperatures, wind and a word for the day.</summary>
    public static readonly DatasetInfo SeattleWeather = new(
        "seattle-weather", "timeseries",
        "Weather of Seattle, 1,461 days from 2012 to 2015: rain, temperatures, wind and a word for the day.",
        "Public domain (US government)",
        "NOAA National Centers for Environmental Information.",
        [
            new("seattle-weather.csv", 48_219, "0845078a290b48e3149ab8639966824110a251db4e06fc144c06ebb534af23be"),
        ]);

    /// <summary>32,033 first names of children in the United States. Not in this repository: needs NOTEBOOKKIT_DATA.</summary>
    public static readonly DatasetInfo Names = new(
        "names", "text",
        "32,033 first names of children in the United States. Not in this repository: needs NOTEBOOKKIT_DATA.",
        "MIT; from public records",
        "Karpathy: makemore; US Social Security Administration.",
        [
            new("names.txt", 228_145, "0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d"),
        ]);

    /// <summary>A million characters of Shakespeare's plays. Not in this repository: needs NOTEBOOKKIT_DATA or a download.</summary>
    public static readonly DatasetInfo TinyShakespeare = new(
        "tiny-shakespeare", "text",
        "A million characters of Shakespeare's plays. Not in this repository: needs NOTEBOOKKIT_DATA or a download.",
        "Public domain text",
        "Karpathy: char-rnn, 2015.",
        [
            new("tinyshakespeare.txt", 1_115_394, "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
            "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt"),
        ]);
}
