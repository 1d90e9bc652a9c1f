"""The server: Streamlit's pages and the routes of our own, on one port.

Run it with `streamlit run app.py` or `python app.py`.
"""

import cv2
import streamlit as st
import torch

from mlp.web.browser.address import plotly_file, route_prefix
from mlp.web.launch import main, serving
from mlp.web.server.modules import app_modules, module_route
from mlp.web.server.routes import routes
from mlp.web.server.trainings.process import remove_left_folders
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.server.visitors.visitors import visitors
from mlp.web.settings import exhibit_rules, middleware

if __name__ == "__main__":
    main()  # Streamlit's server takes `app` from this file by itself

# A single digit is computed fastest on one core, and the others stay free for other visitors.
torch.set_num_threads(1)
cv2.setNumThreads(1)

exhibit_rules()  # a wrong setting is told now, not to the first visitor
remove_left_folders()

app = st.App(
    "pages/main.py",
    lifespan=serving,
    middleware=middleware(),
    routes=[
        *routes(
            visitors(),
            TRAININGS,
            prefix=route_prefix(),
            plotly_path=plotly_file(),
        ),
        module_route(app_modules(), prefix=route_prefix()),
    ],
)
