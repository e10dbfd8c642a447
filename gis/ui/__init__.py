"""What a person sees and touches: the only Streamlit in the product."""
